/** A button that is a link: it leads to a page, in a new tab where that is asked for. */
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { formatRoute, navigate, type Route } from "../route";

interface Props {
  to: Route;
  variant?: ButtonProps.Variant;
  disabled?: boolean;
  children: string;
}

export function RouteButton({
  to,
  variant = "normal",
  disabled = false,
  children,
}: Props) {
  return (
    <Button
      variant={variant}
      disabled={disabled}
      href={formatRoute(to)}
      onFollow={(press) => {
        press.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Button>
  );
}
