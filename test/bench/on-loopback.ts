import { type Network, openLoopback, type Product, startProduct, withPeers } from './place.ts';

/** Does the work beside these peers, in a network where nothing else is met. */
export async function onLoopback<T>(peers: readonly string[], measure: (network: Network) => Promise<T>): Promise<T> {
  const { network, close } = openLoopback();
  try {
    return await withPeers(network, peers, () => measure(network));
  } finally {
    close();
  }
}

/** Does the work with a product that is started for it. */
export async function ofProduct<T>(network: Network, measure: (product: Product) => Promise<T>): Promise<T> {
  const product = await startProduct(network);
  try {
    return await measure(product);
  } finally {
    await product.stop();
  }
}
