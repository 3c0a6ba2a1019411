export { t as runStatus } from "./command-DndHG4Kz.js";
