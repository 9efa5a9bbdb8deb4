//! How fast the whole program is, as ratios taken in one run: `cargo bench --bench speed`.
//!
//! Every figure is the best of some runs that take turns, of the built program as people call it: about 19 MB of text in
//! many files (documents of the folder `COURTESY_CORPUS`, repeated, else generated ones) under the built-in rules and so
//! many generated ones, one phrase each, nine in ten of which stand nowhere in the text. The yardstick is ripgrep, if
//! `rg` is on the path, with the same phrases and without Unicode word boundaries, its fast mode. Peak memory is read
//! from `/proc` while a run lasts, so there is none on other systems.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// The text that is linted, in bytes.
const AMOUNT: usize = 19_000_000;
/// How many rules there are besides the built-in ones.
const RULES: [usize; 3] = [30, 300, 3000];
/// Runs of each command; the best counts.
const RUNS: usize = 3;

/// A generator of numbers that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

/// What a run took.
#[derive(Clone, Copy)]
struct Run {
    wall: f64,
    /// In KiB.
    peak: u64,
}

/// The folder everything is written to, and the commands that are run in it.
struct Bench {
    folder: tempfile::TempDir,
    out: io::Stdout,
}

fn main() -> io::Result<()> {
    let texts = corpus()?;
    let folder = tempfile::tempdir()?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut bench = Bench { folder, out: io::stdout() };
    bench.write_texts("text", &texts, str::to_owned)?;
    let phrases = phrases(&texts, 3000);
    for count in RULES {
        bench.write_rules(count, &phrases)?;
    }
    fs::write(bench.at("tiny.md"), "# Hello\n\nWe answer within a day.\n")?;
    writeln!(bench.out, "{} files, {:.1} MB\n", texts.len(), bytes as f64 / 1e6)?;
    writeln!(bench.out, "| what | wall | ratio | peak |\n|---|---:|---:|---:|")?;
    bench.against_ripgrep()?;
    bench.rules_and_threads()?;
    bench.start_up()?;
    bench.texts_of_other_shapes(&texts, &phrases, bytes)
}

impl Bench {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes many files, each changed in some way.
    fn write_texts(&self, name: &str, texts: &[String], change: impl Fn(&str) -> String) -> io::Result<()> {
        let folder = self.at(name);
        fs::create_dir_all(&folder)?;
        for (number, text) in texts.iter().enumerate() {
            fs::write(folder.join(format!("{number}.md")), change(text))?;
        }
        Ok(())
    }

    /// Writes so many rules, and the same phrases for ripgrep.
    fn write_rules(&self, count: usize, phrases: &[String]) -> io::Result<()> {
        let folder = self.at(&format!("rules{count}"));
        fs::create_dir_all(&folder)?;
        for (number, phrase) in phrases[..count].iter().enumerate() {
            let rule = format!("title = \"No\"\n[language.en]\nphrases = [\"{phrase}\"]\nbad = [\"<<{phrase}>>.\"]\n");
            fs::write(folder.join(format!("made-{number}.toml")), rule)?;
        }
        fs::write(self.at(&format!("phrases{count}")), phrases[..count].join("\n"))
    }

    /// The program at work on some path, with so many generated rules.
    fn courtesy(&self, path: &str, rules: usize, jobs: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
        command.args(["check", "--no-config", "--quiet", "--format", "concise", "--lang", "en"]);
        command.arg("--jobs").arg(jobs.to_string()).arg(self.at(path));
        if rules > 0 {
            command.arg("--rules").arg(self.at(&format!("rules{rules}")).join("*.toml"));
        }
        command
    }

    fn ripgrep(&self, phrases: usize) -> Command {
        let mut command = Command::new("rg");
        command.args(["--no-unicode", "-F", "-i", "-w", "-n", "-f"]);
        command.arg(self.at(&format!("phrases{phrases}"))).arg(self.at("text"));
        command
    }

    fn row(&mut self, what: &str, run: Run, ratio: &str) -> io::Result<()> {
        let peak = if run.peak == 0 { "–".to_owned() } else { format!("{:.0} MiB", run.peak as f64 / 1024.0) };
        writeln!(self.out, "| {what} | {:.1} ms | {ratio} | {peak} |", run.wall * 1e3)
    }

    /// The same phrases for ripgrep and for the program, which has its own besides.
    fn against_ripgrep(&mut self) -> io::Result<()> {
        let there = Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok();
        if !there {
            writeln!(self.out, "| ripgrep is not on the path, so there is nothing to compare with | | | |")?;
        }
        for count in RULES {
            let what = format!("{count} more rules");
            if there {
                let [rg, own] = best([&mut self.ripgrep(count), &mut self.courtesy("text", count, 2)])?;
                self.row(&format!("ripgrep, {count} phrases"), rg, "")?;
                self.row(&format!("courtesy, {what}"), own, &format!("{} of ripgrep", times(own.wall / rg.wall)))?;
            } else {
                let [own] = best([&mut self.courtesy("text", count, 2)])?;
                self.row(&format!("courtesy, {what}"), own, "")?;
            }
        }
        Ok(())
    }

    fn rules_and_threads(&mut self) -> io::Result<()> {
        let [few, many, none] = best([
            &mut self.courtesy("text", 30, 2),
            &mut self.courtesy("text", 3000, 2),
            &mut self.courtesy("text", 0, 2),
        ])?;
        self.row("built-in rules alone", none, &format!("{} of 30 more", times(none.wall / few.wall)))?;
        self.row("3,000 more rules", many, &format!("{} of 30 more", times(many.wall / few.wall)))?;
        let [one, two] = best([&mut self.courtesy("text", 300, 1), &mut self.courtesy("text", 300, 2)])?;
        self.row("300 more rules, one thread", one, "")?;
        self.row("300 more rules, two threads", two, &format!("{} as fast as one", times(one.wall / two.wall)))
    }

    fn start_up(&mut self) -> io::Result<()> {
        let [nothing, own, some, many] = best([
            &mut Command::new("true"),
            &mut self.courtesy("tiny.md", 0, 0),
            &mut self.courtesy("tiny.md", 300, 0),
            &mut self.courtesy("tiny.md", 3000, 0),
        ])?;
        for (what, run) in [("built-in rules", own), ("300 more", some), ("3,000 more", many)] {
            let above = format!("{:.1} ms above `true`", (run.wall - nothing.wall) * 1e3);
            self.row(&format!("one tiny file, {what}"), run, &above)?;
        }
        Ok(())
    }

    fn texts_of_other_shapes(&mut self, texts: &[String], phrases: &[String], bytes: usize) -> io::Result<()> {
        self.write_texts("curly", texts, |text| text.replace('\n', "’\n"))?;
        let once: String = texts.concat();
        fs::write(self.at("large.txt"), once.repeat(50_000_000 / once.len() + 1))?;
        fs::write(self.at("quarter.txt"), &once[..floor(&once, bytes / 4)])?;
        let misses: Vec<&str> = phrases[..300].iter().filter_map(|phrase| Some(phrase.split_once(' ')?.0)).collect();
        let near: String = misses.chunks(15).map(|words| words.join(" ") + ".\n").collect();
        fs::write(self.at("near.txt"), near.repeat(10_000_000 / near.len()))?;
        fs::write(self.at("line.txt"), once[..floor(&once, 10_000_000)].replace(['\n', '\r'], " "))?;
        let names = ["text", "curly", "quarter.txt", "large.txt", "near.txt", "line.txt"];
        let mut commands = names.map(|name| self.courtesy(name, 300, 1));
        let runs = best(commands.each_mut())?;
        let speed = |at: usize| Ok::<_, io::Error>(size(&self.at(names[at]))? as f64 / runs[at].wall / 1e6);
        let speeds = (0..names.len()).map(speed).collect::<io::Result<Vec<_>>>()?;
        let what = ["one thread, as it is", "’ in every line", "a quarter in one file", "over 50 MB in one file"];
        let what = what.into_iter().chain(["10 MB of first words of phrases", "one line of 10 MB"]);
        for (at, what) in what.enumerate() {
            let ratio = format!("{:.0} MB/s, {}", speeds[at], times(speeds[at] / speeds[0]));
            self.row(what, runs[at], &ratio)?;
        }
        Ok(())
    }
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2}×")
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn size(path: &Path) -> io::Result<u64> {
    if path.is_file() {
        return Ok(fs::metadata(path)?.len());
    }
    fs::read_dir(path)?.map(|entry| size(&entry?.path())).sum()
}

/// The best runs of commands that take turns.
fn best<const N: usize>(mut commands: [&mut Command; N]) -> io::Result<[Run; N]> {
    let mut best = [Run { wall: f64::MAX, peak: 0 }; N];
    for _ in 0..RUNS {
        for (command, best) in commands.iter_mut().zip(&mut best) {
            let run = run(command)?;
            *best = Run { wall: best.wall.min(run.wall), peak: best.peak.max(run.peak) };
        }
    }
    Ok(best)
}

fn run(command: &mut Command) -> io::Result<Run> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = peak_of(&status).unwrap_or(peak);
        std::thread::sleep(Duration::from_micros(300));
    }
    Ok(Run { wall: start.elapsed().as_secs_f64(), peak })
}

fn peak_of(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Texts of about [`AMOUNT`] bytes together.
fn corpus() -> io::Result<Vec<String>> {
    let mut own = Vec::new();
    if let Some(folder) = std::env::var_os("COURTESY_CORPUS") {
        gather(Path::new(&folder), &mut own)?;
    }
    if own.is_empty() {
        let mut dice = Dice(3);
        own = (0..200).map(|_| document(&mut dice)).collect();
    }
    let once: usize = own.iter().map(String::len).sum();
    Ok(own.iter().cycle().take(own.len() * (AMOUNT / once.max(1)).max(1)).cloned().collect())
}

fn gather(folder: &Path, texts: &mut Vec<String>) -> io::Result<()> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, texts)?;
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            texts.extend(fs::read_to_string(path));
        }
    }
    Ok(())
}

const SYLLABLES: [&str; 12] = ["re", "con", "ser", "vi", "ta", "mo", "lin", "per", "do", "ga", "stu", "ne"];
const COMMON: [&str; 14] =
    ["the", "is", "a", "to", "of", "and", "we", "you", "your", "for", "customer", "call", "will", "within"];

/// A made-up document: headings, paragraphs, lists.
fn document(dice: &mut Dice) -> String {
    let mut text = String::from("# About the service\n\n");
    while text.len() < 9_000 {
        match dice.roll(6) {
            0 => text += "## What we do\n\n",
            1 => (0..4).for_each(|_| text += &format!("- {}\n", sentence(dice))),
            _ => (0..3).for_each(|_| text += &format!("{}\n", sentence(dice))),
        }
        text += "\n";
    }
    text
}

fn sentence(dice: &mut Dice) -> String {
    let mut words: Vec<String> = (0..8 + dice.roll(14)).map(|_| word(dice)).collect();
    words[0][..1].make_ascii_uppercase();
    words.join(" ") + "."
}

/// A word, the common ones more often.
fn word(dice: &mut Dice) -> String {
    if dice.roll(2) == 0 {
        return COMMON[dice.roll(COMMON.len())].to_owned();
    }
    let mut left = dice.roll(90).pow(2) + dice.roll(20) + 13;
    let mut word = String::new();
    while left > 0 {
        word += SYLLABLES[left % SYLLABLES.len()];
        left /= SYLLABLES.len();
    }
    word
}

/// Phrases of two and three words of the texts, every tenth as it stands there.
fn phrases(texts: &[String], count: usize) -> Vec<String> {
    let plain = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = texts.iter().take(200).flat_map(|text| text.split(' ')).filter(plain).collect();
    let known: Vec<&str> = words.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut dice = Dice(11);
    let mut phrases = BTreeSet::new();
    let mut order = Vec::new();
    while order.len() < count {
        let at = dice.roll(words.len() - 1);
        let phrase = match dice.roll(10) {
            0 => format!("{} {}", words[at], words[at + 1]),
            1..5 => format!("{} {} {}", known[dice.roll(known.len())], words[at], known[dice.roll(known.len())]),
            _ => format!("{} {}", known[dice.roll(known.len())], known[dice.roll(known.len())]),
        };
        if phrases.insert(phrase.clone()) {
            order.push(phrase);
        }
    }
    order
}
