// What the screens use of Preact, htm and signals, as one module.
import { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "@preact/signals";
import htm from "htm";
import { h, render, Fragment, Component, createContext, createRef } from "preact";
import {
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer, useContext, useErrorBoundary,
} from "preact/hooks";

const html = htm.bind(h);

export {
  h, html, render, Fragment, Component, createContext, createRef,
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer, useContext, useErrorBoundary,
  signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect,
};
