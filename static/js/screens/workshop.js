// The page of the workshop's wall.

import { showWall } from "./wall/show.js";

showWall("workshop");
