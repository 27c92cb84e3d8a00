import Sortable from "sortablejs";

export { Sortable };
export default Sortable;
