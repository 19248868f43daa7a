// What is under way is not begun again: however often a slow form is sent, it is sent once.
import { useCallback, useRef } from "./preact.js";

/**
 * The same work on the same things, once at a time: who asks again meanwhile waits for what runs already.
 * @template {any[]} A @template T @param {(...args: A) => Promise<T>} work @returns {(...args: A) => Promise<T>}
 */
export function useOnce(work) {
  const now = useRef(work);
  const running = useRef(new Map());
  now.current = work;
  return useCallback((...args) => {
    const what = JSON.stringify(args);
    if (!running.current.has(what))
      running.current.set(
        what,
        now.current(...args).finally(() => running.current.delete(what)),
      );
    return running.current.get(what);
  }, []);
}
