// A worker that finds the number of a proof of work: the one in 0..maxnumber for
// which SHA-256(salt + number) is the challenge. It answers null if none is.
// SHA-256 is written out (FIPS 180-4) because the browser's own is asynchronous,
// which costs more than the hash itself when called a hundred thousand times.

onmessage = ({ data: { challenge, maxnumber, salt } }) => {
  const first = parseInt(challenge.slice(0, 8), 16) | 0;
  const start = new TextEncoder().encode(salt);
  const bytes = new Uint8Array(start.length + String(maxnumber).length);
  bytes.set(start);
  for (let number = 0; number <= maxnumber; number++) {
    const digits = String(number);
    for (let i = 0; i < digits.length; i++) bytes[start.length + i] = digits.charCodeAt(i);
    sha256(bytes, start.length + digits.length);
    if (hash[0] === first && hex() === challenge) return postMessage(number);
  }
  postMessage(null);
};

const primes = [];
for (let n = 2; primes.length < 64; n++) {
  if (primes.every((p) => n % p)) primes.push(n);
}
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const ROUND = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));

const words = new Int32Array(64); // one block and what it is stretched to
const hash = new Int32Array(8); // of the message so far

// sha256 leaves the hash of the first length bytes in hash.
function sha256(bytes, length) {
  const blocks = (length + 72) >> 6;
  hash.set(START);
  for (let block = 0; block < blocks; block++) {
    words.fill(0, 0, 16);
    for (let i = 0; i < 64; i++) {
      const at = 64 * block + i;
      const byte = at < length ? bytes[at] : at === length ? 0x80 : 0;
      words[i >> 2] |= byte << (24 - 8 * (i & 3));
    }
    if (block === blocks - 1) words[15] = 8 * length;
    mix();
  }
}

// mix works the block in words into the hash.
function mix() {
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let a = hash[0], b = hash[1], c = hash[2], d = hash[3];
  let e = hash[4], f = hash[5], g = hash[6], h = hash[7];
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  hash[0] += a; hash[1] += b; hash[2] += c; hash[3] += d;
  hash[4] += e; hash[5] += f; hash[6] += g; hash[7] += h;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function hex() {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
