import type { VendorDriver } from './driver.ts';
import { yealink } from './yealink.ts';

/** Every vendor that Provdesk knows by itself, in the order they are asked. */
export const vendorDrivers: readonly VendorDriver[] = [yealink];
