// Gathers the licences of what is bundled into the web app. Usage: node web-licenses.mjs WEB_FOLDER OUTPUT_FILE
// A package that carries no text is named with its licence all the same; one that names none ends this with exit code 1.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [web, output] = process.argv.slice(2);
if (!web || !output) {
  console.error('usage: node web-licenses.mjs WEB_FOLDER OUTPUT_FILE');
  process.exit(1);
}

/** The lock lists each installed package by its folder; those for development alone are not bundled. */
const lock = JSON.parse(readFileSync(join(web, 'package-lock.json'), 'utf8'));
const bundled = Object.entries(lock.packages)
  .filter(([folder, entry]) => folder !== '' && !entry.dev && !entry.devOptional && existsSync(join(web, folder)))
  .map(([folder]) => folder)
  .sort();

const parts = bundled.map((folder) => {
  const description = JSON.parse(readFileSync(join(web, folder, 'package.json'), 'utf8'));
  if (!description.license) {
    console.error(`licences: ${description.name} names none.`);
    process.exit(1);
  }
  const texts = readdirSync(join(web, folder))
    .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(web, folder, name), 'utf8').trim());
  return [`${description.name} ${description.version}: ${description.license}`, ...texts].join('\n\n');
});
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, parts.join('\n\n' + '-'.repeat(80) + '\n\n') + '\n');
