// The page of the lounge's wall.

import { showWall } from "./wall/show.js";

showWall("lounge");
