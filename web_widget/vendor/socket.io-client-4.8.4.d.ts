// What of socket.io's client is used here.
export interface Socket {
  connected: boolean;
  on(name: string, heard: (data: unknown) => void): void;
  timeout(milliseconds: number): { emitWithAck(command: string, payload: unknown): Promise<unknown> };
  close(): void;
}
export function io(namespace: string, options: object): Socket;
