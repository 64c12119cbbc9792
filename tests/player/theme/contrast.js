/* Every visible text of the page whose contrast with its ground is under 4.5 : 1 (WCAG 2.2, 1.4.3). */
(() => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = node => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = colour => {
    const [r, g, b] = colour.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  let looked = 0;
  const faint = [];
  for (const node of document.body.querySelectorAll('*')) {
    const text = Array.from(node.childNodes).filter(child => child.nodeType === 3).map(child => child.data.trim()).join('');
    const style = getComputedStyle(node);
    if (!text || style.opacity === '0' || style.visibility === 'hidden' || !node.getClientRects().length) continue;
    looked += 1;
    const below = ground(node);
    const found = ratio(over(rgba(style.color), below), below);
    if (found < 4.5) faint.push([text.slice(0, 40), node.className, style.color, below.join(), found.toFixed(2)]);
  }
  return {looked, faint};
})()
