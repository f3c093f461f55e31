import '../i18n/language-switch.js';
import './runnel-chat.js';
import { translatePage } from '../i18n/language.js';

translatePage();
document.querySelector('runnel-chat').focus();
