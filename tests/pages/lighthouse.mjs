// Reads addresses, one on each line, and answers each with one line: the scores of its categories as JSON.
// One Chromium for all of them: starting it anew would take longer than looking. Every look begins with nothing kept.
import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const onlyCategories = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  for await (const address of createInterface({ input: process.stdin })) {
    const found = await lighthouse(address, {
      port: chrome.port,
      logLevel: "silent",
      onlyCategories,
      disableFullPageScreenshot: true,
      maxWaitForLoad: 30_000,
    });
    const { categories, audits } = found.lhr;
    const scores = {};
    const lost = {};
    for (const name of onlyCategories) {
      scores[name] = categories[name].score ?? 0;
      const counted = categories[name].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id);
      lost[name] = counted.filter((id) => (audits[id].score ?? 1) < 1);
    }
    console.log(JSON.stringify({ scores, lost }));
  }
} finally {
  chrome.kill();
}
