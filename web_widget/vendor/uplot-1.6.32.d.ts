// What of uPlot is used here.
type Points = { show: boolean; size: number; fill: string };
type Paths = object;
/** A line (`width`) or, with `paths`, bars (`fill`). */
export interface Series {
  label?: string;
  stroke?: string;
  fill?: string;
  width?: number;
  paths?: Paths;
  points?: Points;
  spanGaps?: boolean;
}
export interface Scale {
  time?: boolean;
  ori?: 0 | 1;
  dir?: 1 | -1;
  range: (plot: object, low: number, high: number | null) => [number, number];
}
export interface Axis {
  stroke: string;
  font: string;
  side?: 2 | 3;
  size?: number;
  grid: { show?: boolean; stroke?: string; width?: number };
  ticks: { show: boolean };
  splits?: number[];
  incrs?: number[];
  values: (plot: object, splits: number[]) => string[];
}
export interface Options {
  width: number;
  height: number;
  legend: { show: boolean };
  cursor: { show: boolean };
  scales: { x: Scale; y: Scale };
  axes: Axis[];
  series: Series[];
}
export default class uPlot {
  constructor(options: Options, data: (number | null)[][], place: HTMLElement);
  static paths: { bars(options: { size: [share: number, most: number] }): Paths };
  destroy(): void;
}
