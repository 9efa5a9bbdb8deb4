//! Sets: members in any order within so many words, found by filling a table of (word, members so far).

use super::{
    machine::Machine,
    tables::{ListId, SetId},
};

impl Machine<'_> {
    /// Where the covers of a set end that start with a member at this very word, the nearest first.
    pub(super) fn set_ends(&mut self, id: SetId, start: usize) -> Vec<usize> {
        let tables = self.tables;
        let set = &tables.sets[id as usize];
        let begins = set.members.iter().any(|&member| !self.ends(member, start).is_empty());
        if !begins || self.is_barred(id) {
            return Vec::new();
        }
        let room = self.fill(id, start);
        let bits = set.members.len();
        let full = (1 << bits) - 1;
        (1..=room).filter(|offset| self.memory.table[offset << bits | full] != 0).map(|offset| start + offset).collect()
    }

    /// Whether a member stands nowhere in the sentence, or one of the excluded ones anywhere.
    fn is_barred(&mut self, id: SetId) -> bool {
        if let Some(&known) = self.memory.barred.get(&id) {
            return known;
        }
        let tables = self.tables;
        let set = &tables.sets[id as usize];
        let barred =
            !set.members.iter().all(|&list| self.stands(list)) || set.excluded.iter().any(|&list| self.stands(list));
        self.memory.barred.insert(id, barred);
        barred
    }

    /// Whether an entry of a list stands anywhere in the sentence.
    fn stands(&mut self, list: ListId) -> bool {
        if let Some(&known) = self.memory.stands.get(&list) {
            return known;
        }
        let stands = (0..self.len()).any(|at| !self.ends(list, at).is_empty());
        self.memory.stands.insert(list, stands);
        stands
    }

    /// Fills the table for covers from `start`; gives the words they may span. A cell holds one more than twice the
    /// cell before it, plus one if a member was used in between; zero if it cannot be reached.
    fn fill(&mut self, id: SetId, start: usize) -> usize {
        let tables = self.tables;
        let set = &tables.sets[id as usize];
        let room = (set.within as usize).min(self.len() - start);
        let bits = set.members.len();
        let full = (1usize << bits) - 1;
        let mut table = std::mem::take(&mut self.memory.table);
        table.clear();
        table.resize((room + 1) << bits, 0);
        table[0] = 1;
        let mut members = Vec::with_capacity(bits);
        for offset in 0..room {
            let at = start + offset;
            members.clear();
            members.extend(set.members.iter().map(|&list| self.ends(list, at)));
            if offset > 0 && members.iter().all(|ends| ends.is_empty()) {
                skip(&mut table, offset, bits);
                continue;
            }
            for mask in 0..full {
                let cell = offset << bits | mask;
                if table[cell] == 0 {
                    continue;
                }
                self.memory.steps += 1;
                if mask != 0 {
                    reach(&mut table, (offset + 1) << bits | mask, cell, false);
                }
                for (member, ends) in members.iter().enumerate().filter(|(member, _)| mask & (1 << member) == 0) {
                    ends.each_backwards(self.memory, at, |end| {
                        if end - start <= room {
                            reach(&mut table, (end - start) << bits | mask | 1 << member, cell, true);
                        }
                    });
                }
            }
        }
        self.memory.table = table;
        room
    }

    /// Notes the words that the members of a cover use.
    pub(super) fn retrace_set(&mut self, id: SetId, start: usize, end: usize) {
        self.fill(id, start);
        let members = &self.tables.sets[id as usize].members;
        let bits = members.len();
        let mut used = Vec::new();
        let mut cell = (end - start) << bits | ((1 << bits) - 1);
        while cell != 0 && self.memory.table[cell] != 0 {
            let code = self.memory.table[cell] as usize - 1;
            let before = code / 2;
            if code % 2 == 1 {
                let member = (cell & !before & ((1 << bits) - 1)).trailing_zeros();
                used.push((members[member as usize], start + (before >> bits), start + (cell >> bits)));
            }
            cell = before;
        }
        for (list, from, to) in used {
            self.retrace_entry(list, from, to);
        }
    }
}

/// A word that no member begins with is skipped.
fn skip(table: &mut [u32], offset: usize, bits: usize) {
    for mask in 1..(1 << bits) - 1 {
        let cell = offset << bits | mask;
        if table[cell] != 0 {
            reach(table, (offset + 1) << bits | mask, cell, false);
        }
    }
}

fn reach(table: &mut [u32], cell: usize, before: usize, used: bool) {
    if table[cell] == 0 {
        table[cell] = u32::try_from(before * 2 + usize::from(used) + 1).expect("a set's table is small");
    }
}
