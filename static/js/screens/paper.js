// Paper needs nothing but its print button.

document.getElementById("print").addEventListener("click", () => window.print());
