// The colours a program gave its output for a terminal, as classes of the page. Everything else that steers a terminal is left out.

// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001b(?:\[([0-9;:]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()][A-Z0-9]|.)|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A line without what steers a terminal. A carriage return overwrites what stands before it, as on a terminal. */
export function plain(line) {
  return overwritten(line).replace(SEQUENCE, "");
}

function overwritten(line) {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}

/**
 * A line in pieces of one look each.
 *
 * @returns {{text: string, classes: string[]}[]}
 */
export function pieces(line) {
  const text = overwritten(line);
  const parts = [];
  let look = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false };
  let from = 0;
  const add = (to) => {
    if (to > from) {
      parts.push({ text: text.slice(from, to), classes: classes(look) });
    }
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === "m") {
      look = applied(look, match[1]);
    }
  }
  add(text.length);
  return parts;
}

function applied(before, codes) {
  let look = { ...before };
  const numbers = codes.split(/[;:]/).map((c) => Number(c || 0));
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i];
    if (n === 0) {
      look = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false };
    } else if (n === 1) {
      look.bold = true;
    } else if (n === 2) {
      look.dim = true;
    } else if (n === 3) {
      look.italic = true;
    } else if (n === 4) {
      look.underline = true;
    } else if (n === 22) {
      look.bold = look.dim = false;
    } else if (n === 23) {
      look.italic = false;
    } else if (n === 24) {
      look.underline = false;
    } else if ((n >= 30 && n <= 37) || (n >= 90 && n <= 97)) {
      look.fg = n >= 90 ? n - 90 + 8 : n - 30;
    } else if ((n >= 40 && n <= 47) || (n >= 100 && n <= 107)) {
      look.bg = n >= 100 ? n - 100 + 8 : n - 40;
    } else if (n === 39) {
      look.fg = null;
    } else if (n === 49) {
      look.bg = null;
    } else if (n === 38 || n === 48) {
      const basic = numbers[i + 1] === 5 ? nearest(numbers[i + 2]) : nearestRgb(numbers.slice(i + 2, i + 5));
      look[n === 38 ? "fg" : "bg"] = basic;
      i += numbers[i + 1] === 5 ? 2 : 4;
    }
  }
  return look;
}

/** One of 256 colours as one of 16, which both themes can be read in. */
function nearest(n) {
  if (n < 16) {
    return n;
  }
  if (n >= 232) {
    return n < 238 ? 8 : n < 250 ? 7 : 15;
  }
  const v = n - 16;
  return nearestRgb([Math.floor(v / 36), Math.floor(v / 6) % 6, v % 6].map((c) => c * 51));
}

function nearestRgb([r = 0, g = 0, b = 0]) {
  const bright = Math.max(r, g, b) > 190 ? 8 : 0;
  const floor = Math.max(r, g, b) / 2;
  return bright + (r > floor ? 1 : 0) + (g > floor ? 2 : 0) + (b > floor ? 4 : 0);
}

function classes(look) {
  const all = [];
  look.fg !== null && all.push(`kd-fg${look.fg}`);
  look.bg !== null && all.push(`kd-bg${look.bg}`);
  look.bold && all.push("kd-bold");
  look.dim && all.push("kd-dim");
  look.italic && all.push("kd-italic");
  look.underline && all.push("kd-underline");
  return all;
}
