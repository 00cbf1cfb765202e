namespace Waggle.Vm.Code;

/// <summary>A variable that a compiler put into the frame: bytes that a function only loads and stores, and always at this place.</summary>
/// <param name="Offset">Bytes from the end of the frame, below 0.</param>
/// <param name="Width">Bytes: 1, 2, 4 or 8. No access is of more.</param>
/// <param name="Parts">Widths of stores that are of fewer bytes, added up: the widths are powers of two. All accesses begin at the offset.</param>
internal readonly record struct FrameSlot(int Offset, int Width, int Parts);
