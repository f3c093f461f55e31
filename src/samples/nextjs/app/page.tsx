import { ChatInterface } from '../components/ChatInterface';

export default function Page() {
  return <ChatInterface />;
}
