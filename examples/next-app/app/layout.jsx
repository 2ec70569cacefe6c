export default function Layout({ children }) {
  return (
    <html lang="en" style={{ colorScheme: "light dark", font: "1rem/1.5 system-ui" }}>
      <body style={{ margin: "2rem max(1rem, 50% - 20rem)" }}>{children}</body>
    </html>
  );
}
