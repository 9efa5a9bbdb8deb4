//! The fenced blocks of a page.

/// A fenced block of a page: what it is written in, and its lines.
pub(crate) struct Fence {
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// The fenced blocks of a page, in their order.
pub(crate) fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        fences.push(Fence { kind: kind.to_owned(), text: text.join("\n") + "\n" });
    }
    fences
}

impl Fence {
    /// The path of the file that the block is, if its first line says so in a comment.
    pub(crate) fn file(&self) -> Option<&str> {
        let first = self.text.lines().next()?;
        let name = first.strip_prefix("# ").or_else(|| first.strip_prefix("<!-- ")?.strip_suffix(" -->"))?;
        (self.kind != "console" && name.contains('.') && !name.contains(' ')).then_some(name)
    }
}
