import { runServer } from "./serve";

// npm run dev
await runServer("dev");
