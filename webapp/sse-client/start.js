// A classic script, because browsers load no module from a file: opened from disk, the page would
// otherwise show nothing but a dead button. There, the hint in its markup stays.
if (location.protocol !== 'file:') {
  document.getElementById('from-disk').hidden = true;
  import('./page.js');
}
