// Solves the proof of work of a form (data-proof on a hidden field) while its reader writes: ALTCHA, SHA-256.
// Plain arithmetic: crypto.subtle is missing on plain http. In slices, so that the page never freezes.

const ROUNDS = new Uint32Array(64);
const START = new Uint32Array(8);

// Roots of the first primes, as FIPS 180-4 gives them.
(() => {
  const part = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n; by += 1) if (n % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = part(Math.sqrt(n));
    ROUNDS[found] = part(Math.cbrt(n));
    found += 1;
  }
})();

const turn = (x, by) => (x >>> by) | (x << (32 - by));
const words = new Uint32Array(64);

function block(state, bytes, offset) {
  for (let i = 0; i < 16; i += 1) {
    const at = offset + i * 4;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const a = words[i - 15];
    const b = words[i - 2];
    words[i] =
      words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + words[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] += value;
  });
}

export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 128;
  new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
  const state = START.slice();
  for (let offset = 0; offset < padded.length; offset += 64) block(state, padded, offset);
  return Array.from(state, (value) => value.toString(16).padStart(8, "0")).join("");
}

const SLICE = 12; // milliseconds of work, then the page breathes

export function solve({ salt, challenge, maxNumber }) {
  return new Promise((resolve) => {
    let number = 0;
    const work = () => {
      const until = performance.now() + SLICE;
      while (performance.now() < until) {
        for (let n = 0; n < 50 && number <= maxNumber; n += 1, number += 1) {
          if (sha256(salt + number) === challenge) return resolve(number);
        }
        if (number > maxNumber) return resolve(null);
      }
      setTimeout(work, 0);
    };
    work();
  });
}

function attend(field) {
  const given = JSON.parse(field.dataset.proof);
  const form = field.form;
  let waiting = null;
  let done = false;
  form.addEventListener("submit", (event) => {
    if (done || waiting) {
      if (!done) event.preventDefault();
      return;
    }
    event.preventDefault(); // sent as soon as the work is done, in a second or so
    waiting = event.submitter || form;
  });
  solve(given).then((number) => {
    done = true;
    if (number !== null) {
      const { algorithm, challenge, salt, signature } = given;
      field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
      field.dataset.proved = "";
    }
    if (waiting) form.requestSubmit(waiting === form ? undefined : waiting);
  });
}

for (const field of document.querySelectorAll("input[data-proof]")) attend(field);
