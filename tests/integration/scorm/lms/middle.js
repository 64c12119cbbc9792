/* Holds the content in a frame, and no API. */
window.addEventListener('load', function () {
  const content = document.createElement('iframe');
  content.name = 'content';
  content.src = new URLSearchParams(location.search).get('content');
  document.body.append(content);
});
