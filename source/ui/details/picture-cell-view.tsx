/** One cell of a picture: two pixels in their colours, or a shade of them where there are no colours. */
import {Text} from 'ink';
import {useTheme} from '../ui-context.ts';
import type {PictureCell} from './half-blocks.ts';

const shades = [' ', '░', '▒', '▓', '█'] as const;

/** From 0 to 255, as eyes see it (ITU-R BT.601). */
const brightnessOf = (colour: string): number => {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at =>
		Number.parseInt(colour.slice(at, at + 2), 16),
	);
	return red * 0.299 + green * 0.587 + blue * 0.114;
};

const shadeOf = ({upper, lower}: PictureCell): string => {
	const brightness = (brightnessOf(upper) + brightnessOf(lower)) / 2;
	return shades[Math.min(shades.length - 1, Math.floor((brightness * shades.length) / 256))] ?? ' ';
};

export function PictureCellView({cell}: {readonly cell: PictureCell}) {
	const hasColour = useTheme().online.color !== undefined;
	return hasColour ? (
		<Text color={cell.upper} backgroundColor={cell.lower}>
			▀
		</Text>
	) : (
		<Text>{shadeOf(cell)}</Text>
	);
}
