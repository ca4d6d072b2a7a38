import { expect, test } from "vitest";
import { type EventSink, eventStream } from "@/lib/http/event-stream";

function opened() {
  const seen = { closed: 0, sink: null as EventSink | null };
  const aborted = new AbortController();
  const response = eventStream(new Request("http://localhost/", { signal: aborted.signal }), (sink) => {
    seen.sink = sink;
    return () => {
      seen.closed += 1;
    };
  });
  return { seen, response, sink: seen.sink as unknown as EventSink, aborted };
}

test("events and pings as the field has them, until it is ended", async () => {
  const { response, sink, seen } = opened();
  sink.send("change");
  sink.ping();
  sink.end();
  sink.send("late");
  expect(await response.text()).toBe("retry: 3000\n\nevent: change\ndata: 1\n\n: ping\n\n");
  expect(seen.closed).toBe(1);
});

test("one whose reader has stopped reading without closing is over, once, and keeps nothing for it", async () => {
  const { response, sink, seen } = opened();
  for (let count = 0; count < 30; count++) sink.ping();
  expect(seen.closed).toBe(0);
  for (let count = 0; count < 30; count++) sink.ping();
  expect(seen.closed).toBe(1);
  await expect(response.text()).rejects.toThrow("Nobody reads");
});

test("one whose reader reads goes on for as long as it likes", async () => {
  const { response, sink, seen } = opened();
  const reader = response.body?.getReader();
  for (let count = 0; count < 500; count++) {
    sink.ping();
    await reader?.read();
  }
  expect(seen.closed).toBe(0);
});

test.each([
  ["aborted", ({ aborted }: ReturnType<typeof opened>) => aborted.abort()],
  ["cancelled", ({ response }: ReturnType<typeof opened>) => response.body?.cancel()],
])("%s, it is over once", async (_, leave) => {
  const stream = opened();
  await leave(stream);
  stream.sink.end();
  expect(stream.seen.closed).toBe(1);
});
