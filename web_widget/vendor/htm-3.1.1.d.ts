// Tagged templates for h.
declare const htm: {
  bind<N>(
    this: unknown,
    h: (type: unknown, props: object | null, ...children: unknown[]) => N,
  ): (strings: TemplateStringsArray, ...values: unknown[]) => N;
};
export default htm;
