// Short tones, made by the browser: a cashier hears what happened without looking.

/**
 * Frequency in Hz, start and length in ms, wave.
 * @type {Record<string, [number, number, number, OscillatorType][]>}
 */
const TONES = {
  added: [[1318, 0, 55, "sine"]],
  asks: [[784, 0, 90, "sine"]],
  unknown: [[392, 0, 130, "triangle"], [294, 150, 220, "triangle"]],
  error: [[185, 0, 320, "square"]],
  paid: [[1046, 0, 80, "sine"], [1568, 90, 140, "sine"]],
};
const LOUDNESS = 0.14;
const MUTE_KEY = "regulars.mute";

/** @type {AudioContext | null} */
let audio = null;

// Making it takes long enough to be felt, so it is made before the first scan.
window.addEventListener("load", () => {
  audio = new AudioContext();
});

export function isMuted() {
  return localStorage.getItem(MUTE_KEY) === "yes";
}

/** @param {boolean} muted */
export function setMuted(muted) {
  localStorage.setItem(MUTE_KEY, muted ? "yes" : "no");
}

/** @param {string} name added, asks, unknown, error or paid */
export function play(name) {
  document.dispatchEvent(new CustomEvent("till:sound", { detail: name }));
  if (isMuted() || audio === null) return;
  if (audio.state === "suspended") audio.resume().catch(() => {});
  for (const [hertz, startMs, lengthMs, wave] of TONES[name]) {
    const begin = audio.currentTime + startMs / 1000;
    const end = begin + lengthMs / 1000;
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.type = wave;
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.008);
    volume.gain.setValueAtTime(LOUDNESS, Math.max(begin + 0.008, end - 0.03));
    volume.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(begin);
    oscillator.stop(end);
  }
}
