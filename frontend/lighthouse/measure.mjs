// Scores of pages as Lighthouse sees them on a mid-range telephone: `node measure.mjs '{"cookie": "…"}' URL…`.
// Prints one line of JSON a page: its address and its scores from 0 to 100.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [given, ...addresses] = process.argv.slice(2);
const { cookie } = JSON.parse(given);
const chrome = await launcher.launch({ chromeFlags: ["--headless=new", "--no-sandbox"] });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      onlyCategories: ["performance", "accessibility", "best-practices"],
      extraHeaders: cookie ? { Cookie: cookie } : {},
      logLevel: "error",
    });
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const failed = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 1);
    console.log(JSON.stringify({ address, ...scores, failed: failed.map(({ id, displayValue }) => [id, displayValue ?? ""]) }));
  }
} finally {
  await chrome.kill();
}
