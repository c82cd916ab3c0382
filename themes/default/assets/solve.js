// A worker that finds the number of a proof of work: the one in 0..maxnumber for
// which SHA-256(salt + number) is the challenge. It answers null if none is.
// SHA-256 is written out (FIPS 180-4) because the browser's own is asynchronous,
// which costs more than the hash itself when called a hundred thousand times.

onmessage = ({ data: { challenge, maxnumber, salt } }) => {
  const first = parseInt(challenge.slice(0, 8), 16) | 0;
  const encoder = new TextEncoder();
  for (let number = 0; number <= maxnumber; number++) {
    const hash = sha256(encoder.encode(salt + number));
    if (hash[0] === first && hex(hash) === challenge) return postMessage(number);
  }
  postMessage(null);
};

const primes = [];
for (let n = 2; primes.length < 64; n++) {
  if (primes.every((p) => n % p)) primes.push(n);
}
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const ROUND = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const words = new Int32Array(64);

// sha256 hashes bytes into eight 32-bit words.
function sha256(bytes) {
  const blocks = new DataView(new ArrayBuffer((bytes.length + 72) & ~63));
  new Uint8Array(blocks.buffer).set(bytes);
  blocks.setUint8(bytes.length, 0x80);
  blocks.setUint32(blocks.byteLength - 4, bytes.length * 8);
  const hash = Int32Array.from(START);
  for (let at = 0; at < blocks.byteLength; at += 64) mix(hash, blocks, at);
  return hash;
}

// mix works one block of 64 bytes into the hash.
function mix(hash, blocks, at) {
  for (let i = 0; i < 16; i++) words[i] = blocks.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { hash[i] += word; });
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function hex(hash) {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
