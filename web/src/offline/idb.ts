/** IndexedDB's requests and transactions, awaited. */

/** The result of a request. */
export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves once a transaction is written; a full disk aborts one without any error event. */
export const written = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    const fail = (): void => reject(transaction.error ?? new DOMException("not written", "AbortError"));
    transaction.onabort = fail;
    transaction.onerror = fail;
  });

/** Opens a database of one version, making it where there is none. */
export function opened(name: string, make: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => make(request.result);
  return answer(request);
}
