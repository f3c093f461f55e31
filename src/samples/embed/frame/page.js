import { runnelFrame } from './runnel-frame.js';

// Where your Runnel is.
const chat = runnelFrame({ server: 'https://runnel.example/', title: 'Chat', lang: document.documentElement.lang });

document.querySelector('#ask').addEventListener('click', chat.open);
document.querySelector('#done').addEventListener('click', chat.close);
document.querySelector('#zh').addEventListener('click', () => chat.speak('zh'));
