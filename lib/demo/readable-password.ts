/** A random password that can be read out: four words and a number, about 44 bits. */
import { randomInt } from 'node:crypto'

const WORDS =
  'acorn amber anchor apple april arrow aspen autumn bamboo barley basil beach birch bison blossom bridge brook butter cactus canal candle canyon carbon castle cedar cherry chestnut cliff clover cobalt comet copper coral cotton cradle creek crystal cypress daisy delta desert dolphin dragon eagle echo ember fable falcon feather fern field finch flint forest fossil fountain galaxy garden ginger glacier granite grove harbor hazel heron hollow honey horizon island ivory jasmine juniper kettle ladder lagoon lantern lemon lilac linen lotus lunar magnet maple marble meadow melon meteor mint mirror molten mosaic mountain nectar north nutmeg oasis ocean olive onyx orbit orchard otter oyster paper pebble pepper piano pilot pine planet plum pocket pollen poppy prairie prism quartz quiet rabbit raven reef ribbon river rocket rose saddle saffron sage salmon sapphire shadow silver sketch slate snow sparrow spruce star stone storm summer sunset thistle thunder timber topaz tulip tundra turtle valley velvet violet walnut water willow window winter wolf yellow zephyr'.split(
    ' ',
  )

export function readablePassword(): string {
  const words = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)]!)
  return [...words, String(randomInt(10_000, 100_000))].join('-')
}
