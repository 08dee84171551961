// The queue: t takes the marked entry or gives it back, z asks until when it is put off. Both press what is on the page.
"use strict";

const marked = () => document.querySelector(".pick.current");
bound.t = () => { const button = marked() && marked().querySelector("button[value=take], button[value=release], button[value=over]"); if (button) button.click(); };
bound.z = () => {
  const later = marked() && marked().querySelector(".later");
  if (!later) return;
  later.open = true;
  later.querySelector("input[type=date]").focus();
};
