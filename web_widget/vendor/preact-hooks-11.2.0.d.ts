// What of Preact's hooks is used here.
export interface Ref<T> {
  current: T;
}
export type Update<S> = (next: S | ((now: S) => S)) => void;
// biome-ignore lint/suspicious/noConfusingVoidType: what an effect answers is its end, or of no interest
type Effect = () => void | (() => void);
type Inputs = readonly unknown[];
export function useState<S>(first: S | (() => S)): [S, Update<S>];
export function useReducer<S, A>(reduce: (now: S, action: A) => S, first: S): [S, (action?: A) => void];
export function useRef<T>(first: T): Ref<T>;
export function useEffect(effect: Effect, inputs?: Inputs): void;
export function useLayoutEffect(effect: Effect, inputs?: Inputs): void;
export function useMemo<T>(make: () => T, inputs?: Inputs): T;
export function useCallback<F extends (...args: never) => unknown>(callback: F, inputs: Inputs): F;
