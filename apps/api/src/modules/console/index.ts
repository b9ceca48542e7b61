/**
 * Console: hands the operators' web application (`apps/admin`) to browsers, on the port of the API, and keeps on the server
 * what belongs to each person who uses it.
 *
 * Invariants: only files of the build are served; a page runs no script and applies no style that is not of the build;
 * nothing is read before somebody asks; what a browser may keep for ever has its content in its name. A saved view is its
 * owner's alone, for everybody else it does not exist; a person has a bounded number of them, each of bounded size.
 */
export { ConsoleModule } from './console.module';
