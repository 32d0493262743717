// In a file of its own, to be loaded where there is a configuration file: of a CommonJS package that is asked for directly and late, a bundle
// has no names.
export { parseDocument } from 'yaml';
