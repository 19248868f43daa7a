// What of Turndown is used here.
export default class Turndown {
  constructor(options: { headingStyle?: string; bulletListMarker?: string; emDelimiter?: string });
  escape(text: string): string;
  turndown(html: string): string;
}
