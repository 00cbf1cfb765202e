using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Frontend;

/// <summary>A place in a method that is jumped to, and where it finds its evaluation stack.</summary>
internal sealed record BlockStart(CodeCopy Copy, int Offset, Block Block, (StackSlot Slot, IrType Type, TypeLayout? Struct)[] Stack);
