"use client";

import dynamic from "next/dynamic";

// A few people see one of these at a time, and most readers of a room none: nobody else loads their scripts.
export const OpenForm = dynamic(() => import("./open-form").then((module) => module.OpenForm));
export const MoveForm = dynamic(() => import("./move-form").then((module) => module.MoveForm));
export const SeatForm = dynamic(() => import("./seat-form").then((module) => module.SeatForm));
export const DecisionForm = dynamic(() => import("./decision-form").then((module) => module.DecisionForm));
export const StartTimer = dynamic(() => import("./press").then((module) => module.StartTimer));
export const TakeBack = dynamic(() => import("./press").then((module) => module.TakeBack));
export const CloseReview = dynamic(() => import("./press").then((module) => module.CloseReview));
