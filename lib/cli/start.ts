import { runServer } from "./serve";

// npm start
await runServer("start");
