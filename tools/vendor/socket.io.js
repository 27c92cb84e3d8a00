import { io, Manager, Socket } from "socket.io-client";

export { io, Manager, Socket };
export default io;
