// Runs one service of `emulate` on a free port and announces it like every other engine.
// Usage: node emulator.mjs '{"service": "github", "baseUrl": ..., "seed": ...}'
// It ends when its standard input closes, so that it never outlives its parent.
import { tracingChannel } from "node:diagnostics_channel";
import { createEmulator } from "emulate";

let address; // emulate tells only the advertised URL, Node tells the port it really listens on
tracingChannel("net.server.listen").asyncEnd.subscribe(({ server }) => {
  address = server.address();
});
process.stdin.on("end", () => process.exit()).resume();

await createEmulator({ ...JSON.parse(process.argv[2]), port: 0 });
console.log(`ready http://127.0.0.1:${address.port}`);
