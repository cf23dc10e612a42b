import Testing

@testable import Kernel

@Test(
  "the streams of a seed are what they were when they were first drawn",
  arguments: [
    (
      0, "network", 0,
      [0x28D7_9E6E_C5D2_D193, 0xA7CE_B245_1E34_CCEC, 0x1A44_E963_FBED_1728, 0xBC4C_6FF6_3AE3_A0B1]
    ),
    (
      1, "network", 0,
      [0xAF94_49EC_CFAD_2DA6, 0x3A46_51BC_221B_9BA9, 0xF643_1F3A_BD2C_87D6, 0xA429_C9EE_13C8_DBEA]
    ),
    (
      42, "workload", 0,
      [0xF6DC_889C_E6EF_0D7B, 0x51A5_0A5C_836C_55E4, 0x47DD_6DBF_D788_EC61, 0x54A9_98ED_9508_4408]
    ),
    (
      42, "broker", 3,
      [0x2DBC_D5FF_8FEC_10AA, 0x0BEF_508B_BF6B_8F96, 0xC72D_8AA8_B251_7BF2, 0xB501_C469_3AC6_50A3]
    ),
    (
      UInt64.max, "", 0,
      [0x0370_80A9_7C52_0426, 0x181C_F2D5_DA09_D0D4, 0x79A4_C7B0_3809_2C3D, 0x375E_C193_0B95_499D]
    ),
  ] as [(UInt64, String, UInt64, [UInt64])])
func goldenStreams(seed: UInt64, name: String, index: UInt64, words: [UInt64]) {
  var stream = RandomStream(runSeed: seed, stream: name, index: index)
  for word in words { #expect(stream.next() == word) }
  #expect(stream.draws == 4)
}

@Test("the generator is xoshiro256**, by its authors' vector")
func referenceVector() {
  var stream = RandomStream(runSeed: 0, stream: "")
  stream.a = 1
  stream.b = 2
  stream.c = 3
  stream.d = 4
  #expect(stream.next() == 11_520)
  #expect(stream.next() == 0)
  #expect(stream.next() == 1_509_978_240)
  #expect(stream.next() == 1_215_971_899_390_074_240)
}

@Test("names and counters are mixed by the published functions")
func mixers() {
  #expect(fingerprint(of: "") == 0xCBF2_9CE4_8422_2325)
  #expect(fingerprint(of: "a") == 0xAF63_DC4C_8601_EC8C)
  var mixer = SplitMix(state: 42)
  #expect(mixer.next() == 0xBDD7_3226_2FEB_6E95)
  #expect(mixer.next() == 0x28EF_E333_B266_F103)
}

@Test("bounded draws are frozen, too")
func boundedDraws() {
  var first = RandomStream(runSeed: 7, stream: "tests")
  #expect((0..<12).map { _ in first.below(10) } == [0, 0, 1, 8, 7, 2, 4, 0, 5, 3, 3, 8])
  var second = RandomStream(runSeed: 7, stream: "tests")
  #expect(
    (0..<12).map { _ in second.between(-3, 3) } == [-3, -3, -3, 2, 2, -2, 0, -3, 0, -1, -1, 2])
  var third = RandomStream(runSeed: 7, stream: "tests")
  #expect((0..<6).map { _ in third.chance(Ratio(1, 3)) } == [true, true, true, false, false, true])
  var fourth = RandomStream(runSeed: 7, stream: "tests")
  #expect((0..<5).map { _ in fourth.pick(from: 10) } == [0, 0, 1, 8, 7])
}

@Test("certain and impossible outcomes take no draw")
func certainChances() {
  var stream = RandomStream(runSeed: 1, stream: "tests")
  let (certain, impossible) = (stream.chance(.one), stream.chance(.zero))
  #expect(certain && !impossible)
  #expect(stream.draws == 0)
  #expect(stream.between(5, 5) == 5)
  #expect(stream.draws == 1)
}

@Test("every outcome of a small draw is about as frequent as the others")
func evenDraws() {
  var stream = RandomStream(runSeed: 3, stream: "tests")
  var counts = [0, 0, 0, 0, 0, 0, 0]
  for _ in 0..<70_000 { counts[stream.pick(from: 7)] += 1 }
  for count in counts { #expect(count > 9_600 && count < 10_400) }
}

@Test("the widest range can be drawn from")
func widestRange() {
  var stream = RandomStream(runSeed: 3, stream: "tests")
  var negative = 0
  for _ in 0..<1_000 where stream.between(.min, .max) < 0 { negative += 1 }
  #expect(negative > 400 && negative < 600)
}
