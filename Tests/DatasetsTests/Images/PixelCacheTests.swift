#if DEBUG
import Testing

@testable import Datasets

@Suite struct PixelCacheTests {
    @Test func theFirstImagesHaveAPlace() {
        let cache = PixelCache(imageCount: 5, imageSize: 10, limit: 35)
        for index in 0 ..< 5 { cache[index] = [UInt8(index)] }
        #expect((0 ..< 5).map { cache[$0] } == [[0], [1], [2], nil, nil] && !cache.isComplete)
    }

    @Test func theCacheIsCompleteWhenAllImagesAreThere() {
        let cache = PixelCache(imageCount: 3, imageSize: 10, limit: 100)
        #expect(!cache.isComplete)
        for index in [0, 0, 2] { cache[index] = [1] }
        #expect(!cache.isComplete)
        cache[1] = [2]
        #expect(cache.isComplete && cache.selecting([2, 1]).isComplete && cache.selecting([2, 1])[1] == [2])
        cache[1] = nil
        #expect(!cache.isComplete && !cache.selecting([0, 1]).isComplete && cache.selecting([0, 2]).isComplete)
    }
}
#endif
