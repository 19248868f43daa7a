// What of Preact is used here.
export type Key = string | number;
export interface VNode {
  type: unknown;
  props: object;
  key: Key | null;
}
export function h(type: unknown, props: object | null, ...children: unknown[]): VNode;
export function render(node: VNode, parent: Element): void;
