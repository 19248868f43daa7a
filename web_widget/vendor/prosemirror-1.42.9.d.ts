// What of ProseMirror the desk's editor uses, with its own types: those of the packages in deploy/browser-tools.
export * from "../../deploy/browser-tools/editor.js";
export type { MarkSpec, Node, NodeSpec, NodeType } from "../../deploy/browser-tools/node_modules/prosemirror-model";
export type { Command } from "../../deploy/browser-tools/node_modules/prosemirror-state";
