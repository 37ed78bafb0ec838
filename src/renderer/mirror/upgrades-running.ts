import { create } from 'zustand';

/** Devices that are being flashed or wait for their turn. Filled by `upgrades.ts`, which is fetched after the first picture. */
export const useUpgradesRunning = create<number>(() => 0);
