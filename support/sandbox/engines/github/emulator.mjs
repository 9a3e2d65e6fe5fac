// Runs services of `emulate`, each on a free port, and announces them like every other engine.
// Usage: node emulator.mjs '{"service": "github", "baseUrl": ..., "seed": ...}', or a list of such.
// It ends when its standard input closes, so that it never outlives its parent.
import { tracingChannel } from "node:diagnostics_channel";
import { createEmulator } from "emulate";

let address; // emulate tells only the advertised URL, Node tells the port it really listens on
tracingChannel("net.server.listen").asyncEnd.subscribe(({ server }) => {
  address = server.address();
});
process.stdin.on("end", () => process.exit()).resume();

const urls = [];
for (const options of [JSON.parse(process.argv[2])].flat()) {
  await createEmulator({ ...options, port: 0 });
  urls.push(`http://127.0.0.1:${address.port}`);
}
console.log(`ready ${urls.join(" ")}`);
