import FirthNumerics

/// Up to four inputs as the kernels of a quad take them: each row once, and two or four of them.
@safe
final class InputQuad {
  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// How often each row is an input; 0 for the rows of padding.
  let times: UnsafeMutablePointer<Float>
  /// The rows that the kernels take, 2 or 4.
  private(set) var width = 2
  /// A row of zeros; its gradients are zero, so it stays one.
  private let padding: UnsafeMutablePointer<Float>

  /// - Parameter stride: The length of a row.
  init(stride: Int) {
    unsafe padding = Scratch.allocate(stride)
    unsafe rows = .allocate(capacity: Kernels.quad)
    unsafe rows.initialize(repeating: padding, count: Kernels.quad)
    unsafe times = Scratch.allocate(Kernels.quad)
  }

  deinit {
    unsafe padding.deallocate()
    unsafe rows.deallocate()
    unsafe times.deallocate()
  }

  /// Takes inputs, one to four; the same row may come twice.
  func take(_ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ inputCount: Int) {
    var count = 0
    for i in 0..<inputCount {
      let row = unsafe inputs[i]
      var place = 0
      while place < count, unsafe rows[place] != row { place &+= 1 }
      if place == count {
        unsafe rows[count] = row
        unsafe times[count] = 0
        count &+= 1
      }
      unsafe times[place] += 1
    }
    width = count > 2 ? Kernels.quad : 2
    for place in count..<Kernels.quad {
      unsafe rows[place] = padding
      unsafe times[place] = 0
    }
  }
}
