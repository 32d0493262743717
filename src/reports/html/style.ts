import { findingStyle } from './style/findings.ts';
import { frameStyle } from './style/frame.ts';
import { heroStyle } from './style/hero.ts';
import { hullStyle } from './style/hull.ts';
import { paletteStyle } from './style/palette.ts';
import { printStyle } from './style/print.ts';
import { sectionStyle } from './style/sections.ts';

/** The page's whole style sheet. Later parts may override earlier ones; print comes last. */
export const style = [paletteStyle, frameStyle, heroStyle, sectionStyle, hullStyle, findingStyle, printStyle].join('');
