import { newDocument, Writer } from "./stand";
import assert from "node:assert/strict";
import { test } from "node:test";
import { inert } from "../src/editor/clipboard/inert";
import { blockOf } from "../src/editor/model/block";

/** A line a block: `type(parents): text`, marked text in braces. */
function pasted(html: string): string[] {
  const one = new Writer(newDocument()).paste(html);
  assert.ok(one.editor.faithful);
  const lines = one.view.state.doc.children.map((node) => {
    const block = blockOf(node)!;
    const text = node.children.map((child) => (child.marks.length ? `{${child.marks.map((mark) => mark.type.name).join(",")}:${child.text}}` : child.text)).join("");
    const short = block.parents.map((parent) => parent[0]).join("");
    return `${block.type.replace(/-list-item/, "")}${block.attrs.level ?? ""}(${short}): ${text}`;
  });
  one.leave();
  return lines;
}

/** As Word for Windows puts a selection on the clipboard. */
const word = (body: string): string => `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:"Cambria Math";} p.MsoNormal {margin:0cm; font-size:11.0pt;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=FR style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->${body}<!--EndFragment--></body></html>`;

const item = (level: number, bullet: string, text: string, place = "Middle"): string =>
  `<p class=MsoListParagraphCxSp${place} style='margin-left:${level * 36}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>${bullet}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

test("Word: headings, emphasis, links, and the empty marks at each paragraph's end", () => {
  const html = word(`
<h1 style='page-break-after:avoid'><a name="_Toc1"></a><span style='mso-bookmark:_Toc1'>1. Le maillage<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify'><span style='mso-fareast-language:FR'>Les <b style='mso-bidi-font-weight:normal'>six</b> branches <i style='mso-bidi-font-style:normal'>de
l’étoile</i><span style='mso-spacerun:yes'>  </span>(<a href="https://exemple.fr/page">voir</a>)&nbsp;;<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h2>Les <st1:place w:st="on">Pyrénées</st1:place> aussi<o:p></o:p></h2>
<p class=MsoNormal>À <st1:PersonName w:st="on">Foix</st1:PersonName>, fin.<o:p></o:p></p>`);
  assert.deepEqual(pasted(html), [
    "heading1(): 1. Le maillage",
    "paragraph(): Les {strong:six} branches {em:de l’étoile} ({link:voir})\u00a0;",
    "heading2(): Les Pyrénées aussi",
    "paragraph(): À Foix, fin.",
  ]);
});

test("Word: lists whose levels mix bullets and figures", () => {
  const html = word(item(1, "1.", "un", "First") + item(2, "·", "deux") + item(2, "·", "trois") + item(3, "a)", "quatre") + item(1, "2.", "cinq", "Last") + "<p class=MsoNormal>fin<o:p></o:p></p>" + item(1, "§", "six", "First"));
  assert.deepEqual(pasted(html), ["ordered(): un", "unordered(o): deux", "unordered(o): trois", "ordered(ou): quatre", "ordered(): cinq", "paragraph(): fin", "unordered(): six"]);
});

test("Word: text struck out by a revision and the comments of others stay behind", () => {
  const html = word(`<p class=MsoNormal>Le texte <del cite="mailto:X" datetime="2024-01-01T10:00">ancien</del><ins cite="mailto:X" datetime="2024-01-01T10:00">nouveau</ins><span class=MsoCommentReference><span style='font-size:8.0pt'><a style='mso-comment-reference:X_1;mso-comment-date:20240101T1000' href="#_msocom_1" id="_anchor_1">[X1]</a></span></span> reste.<o:p></o:p></p>
<div style='mso-element:comment-list'><hr class=msocomoff align=left size=1 width="33%"><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p class=MsoCommentText>À revoir avec <b>tous</b><o:p></o:p></p></div></div></div>`);
  assert.deepEqual(pasted(html), ["paragraph(): Le texte nouveau reste."]);
});

test("Word: notes come along, and what is hidden does not", () => {
  const html = word(`<p class=MsoNormal>Fait<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></a>.<span style='display:none;mso-hide:all'>caché</span><o:p></o:p></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Loi du 22 août 2021<o:p></o:p></p></div></div>`);
  assert.deepEqual(pasted(html), ["paragraph(): Fait{footnote:Loi du 22 août 2021}."]);
});

test("LibreOffice: paragraphs, nested lists, fonts and notes", () => {
  const html = `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><meta name="generator" content="LibreOffice 7.4 (Linux)"/>
<style type="text/css">@page { size: 21cm 29.7cm; margin: 2cm } p { line-height: 115%; background: transparent }</style></head><body lang="fr-FR" link="#000080" vlink="#800000" dir="ltr">
<h1 class="western">Le maillage</h1>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3" style="font-size: 12pt"><b>Six</b> branches<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></font></font></p>
<p><br/>
<br/>

</p>
<ol><li><p style="margin-bottom: 0cm">un</p><ul><li><p>deux</p></li></ul></li><li><p><font color="#000000">trois</font></p></li></ol>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Source</p></div></body></html>`;
  assert.deepEqual(pasted(html), ["heading1(): Le maillage", "paragraph(): {strong:Six} branches{footnote:Source}", "ordered(): un", "unordered(o): deux", "ordered(): trois"]);
});

test("pasted HTML is made inert before anything reads it, and its words stay as they are", () => {
  assert.equal(inert("<p style='mso-list:l0 level1' onclick=\"a('>')\" class=x>un style=b</p>"), "<p data-style='mso-list:l0 level1'  class=x>un style=b</p>");
  assert.equal(inert("<IMG SRC=x ONERROR=alert(1) alt=\"a style='b' onload=c\">"), "<IMG SRC=x  alt=\"a style='b' onload=c\">");
  assert.equal(inert("<style>p { color: red }</style>a < b & c > d<script>x</script>"), "a < b & c > d");
  assert.equal(inert("<!--[if gte mso 9]><xml><o:A/></xml><![endif]--><p STYLE=\"a:b\">x"), "<!--[if gte mso 9]><![endif]--><p data-style=\"a:b\">x");
});

test("what has no end is made inert in a time that grows with it", () => {
  const began = performance.now();
  for (const part of ["<p style=", "<a '", "<script>", "<script", "< a=\"", "<p a='b\""]) inert(part.repeat(20_000));
  assert.ok(performance.now() - began < 3_000, `${performance.now() - began} ms`);
});

/** What would act, if anything of it were kept. */
const HOSTILE = [
  "<script>globalThis.burst = 1</script>",
  "<img src=x onerror='globalThis.burst = 1'>",
  "<svg onload='globalThis.burst = 1'><script>globalThis.burst = 1</script></svg>",
  "<a href='javascript:globalThis.burst = 1' onclick='globalThis.burst = 1'>mot</a>",
  "<iframe srcdoc='<script>parent.burst = 1</script>'></iframe>",
  "<style>* { display: none }</style>",
  "<form action='https://ailleurs.example/'><input name=a value=b><button>mot</button></form>",
  "<p onmouseover='globalThis.burst = 1' style='background:url(https://ailleurs.example/x)'>mot</p>",
];

test("100 kB of pasted HTML with scripts leaves words alone, quickly, and nothing acts", () => {
  let html = "";
  while (html.length < 100_000) html += `<p>${"Un paragraphe assez long. ".repeat(20)}${HOSTILE[html.length % HOSTILE.length]} et <span style='font-weight:bold'>la suite</span>.</p>`;
  const one = new Writer(newDocument());
  const began = performance.now();
  one.paste(html);
  const took = performance.now() - began;
  assert.equal((globalThis as { burst?: number }).burst, undefined);
  assert.ok(one.editor.faithful);
  assert.ok(!/script|burst|ailleurs|display/.test(one.text));
  assert.equal(one.view.dom.querySelectorAll("script, img, svg, iframe, style, form, input, button, [onclick], [onmouseover], [style]").length, 0);
  console.log(`100 kB pasted in ${Math.round(took)} ms, ${one.view.state.doc.childCount} blocks`);
  one.leave();
});

test("one paragraph of two thousand runs is read in a time that grows with it", () => {
  const html = (runs: number): string => `<p>${"<span>un mot </span><b>gras</b> ".repeat(runs)}</p>`;
  const time = (runs: number): number => {
    const one = new Writer(newDocument());
    const began = performance.now();
    one.paste(html(runs));
    const took = performance.now() - began;
    assert.ok(one.text.length > runs * 10);
    one.leave();
    return took;
  };
  time(50);
  const [short, long] = [time(200), time(1_000)];
  console.log(`400 runs in ${Math.round(short)} ms, 2,000 in ${Math.round(long)} ms`);
  assert.ok(long < 15 * short + 500, `${long} ms after ${short} ms`);
});

test("what is no HTML at all, or never ends, is read as far as it goes", () => {
  assert.deepEqual(pasted("<p>un<p>deux</i></b><ul><li>trois"), ["paragraph(): un", "paragraph(): deux", "unordered(): trois"]);
  assert.deepEqual(pasted(`${"<div>".repeat(400)}fond`), ["paragraph(): fond"]);
  assert.deepEqual(pasted(`<p>haut</p>${"<ul><li>".repeat(40)}fond`), ["paragraph(): haut", "unordered(uuuuuuu): fond"]);
});
