//! What the formats in XML have in common: a document of elements with attributes, written as it comes.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, Event},
};

/// What an XML document is written to.
pub(super) type Xml<'o> = Writer<&'o mut dyn Write>;

/// Writes a document; `root` writes its element. Texts are to be made safe before: XML cannot hold every character.
pub(super) fn document<'o>(
    out: &'o mut dyn Write,
    root: impl FnOnce(&mut Xml<'o>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    root(&mut writer)?;
    writer.get_mut().write_all(b"\n")
}
