/** The part of autocannon 9 that the benchmarks use; the package brings no types. */
declare module "autocannon" {
  interface Instance extends Promise<{ errors: number; non2xx: number }> {
    on(
      event: "response",
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): this;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    amount: number;
    headers: Record<string, string>;
  }): Instance;
}
